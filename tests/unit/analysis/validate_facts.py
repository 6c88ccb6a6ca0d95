#!/usr/bin/python3
"""validate_facts.py SCHEMA FILE...: each line of each file is a document that must fit."""

import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
failures = 0
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            for error in validator.iter_errors(json.loads(line)):
                print(f"line {number}: {error.json_path}: {error.message[:200]}")
                failures += 1
sys.exit(1 if failures else 0)
