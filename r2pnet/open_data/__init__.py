"""The register for machines: tables, and what is made of them."""
