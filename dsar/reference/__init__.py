"""Where our knowledge is read: YAML with line numbers, boundary models, holidays, templates."""
