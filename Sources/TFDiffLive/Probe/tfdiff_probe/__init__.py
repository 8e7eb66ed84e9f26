"""What runs in a worker: one side of a comparison, on TensorFlow, told to the debugger as it goes."""
