"""Sealing PDFs and checking them, apart; who holds the key is behind the `Signer` protocol.

Imports the kernel only. The doors: `seal.seal_pdf`, `check.check_pdf`, `software.SoftwareSigner`, `authority` for the
demonstration. Law 43-20 (electronic signature); formats: ISO 32000, ETSI EN 319 142-1 (PAdES).
"""
