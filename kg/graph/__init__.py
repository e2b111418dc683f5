"""Floor 4: facts to triples, Turtle, SHACL and the folder that a build leaves behind."""
