"""Which procedure a person needs: for each thing people want to do, a tree of plain questions that ends at an answer.

The trees are data (`trees/*.yaml`), each rule in them with its source and confidence; here is only how they are read,
checked and walked. Nothing here touches a database or knows a particular need.
"""
