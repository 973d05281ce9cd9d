"""What a file says about itself, heard before its rows are checked.

Every claim has one of three outcomes, the same on the page, on the command line and in the findings: applied and said,
asked (a question with options and a proposal), or refused with the reason and the way out.
"""
