"""Records: a decision with all it rests on, in one sealed document that can be replayed without any other file."""
