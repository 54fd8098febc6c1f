"""Linear response: the factor of the Hessian, solves, modes, the selected inverse and what follows from it."""
