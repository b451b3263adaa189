"""Who is the same expert across articles: names, offices, evidence, decisions."""
