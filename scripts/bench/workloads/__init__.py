"""The workloads of `make bench`: a module each, with NAME, one sentence, and `measure(bench)`, which gives Figures. A new
workload is a module and a line here."""

from . import accuracy, cold_pairs, gallery, large_photos, peers, scaling

ALL = [cold_pairs, large_photos, scaling, accuracy, gallery, peers]
