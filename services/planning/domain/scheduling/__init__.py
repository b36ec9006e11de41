"""Who does what when: one problem, one model, one checker, for the municipality's plan and for the
two public formats (PSPLIB and MSPSP) on which it is measured.
"""
