"""The benchmarks, one module each, all with `run`; `eligo.evaluation.registry` names them."""
