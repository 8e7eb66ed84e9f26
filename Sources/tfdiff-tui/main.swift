print("tfdiff-tui")
