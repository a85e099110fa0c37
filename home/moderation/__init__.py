"""Who proposes, who decides: what the CMS refuses, submits for approval, and shows of what waits.

The tasks that answer who may decide are `home.models.PageApproval` and `procedures.models.LawApproval`.
"""
