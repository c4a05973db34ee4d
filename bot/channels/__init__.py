"""What each channel's platform speaks: its signatures, its messages in, the bodies it wants; nothing is sent from here."""
