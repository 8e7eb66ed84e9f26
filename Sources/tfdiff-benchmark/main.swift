print("tfdiff-benchmark")
