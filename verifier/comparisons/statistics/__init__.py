"""What a comparison works out, one module a statistic: windows of one series or two in, values and their bounds out."""
