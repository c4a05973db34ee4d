"""How good the understanding is: cross-validation, sets written apart, scripted citizens, and a gate.

make evaluate                # all of it, some fifteen minutes on two cores
make evaluate ACCEPT=1       # and store the figures as those to keep
"""
