"""Pages for people: server-rendered, no script; an answer each, nothing kept about anybody but what is uploaded."""
