"""What a claim asks of the data: what is counted, where, when and by whom, each with where that was found."""
