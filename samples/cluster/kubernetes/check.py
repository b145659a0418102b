#!/usr/bin/env python3
"""Checks the files here against Kubernetes' own schema, fields that it does not know included.

    python3 check.py swagger.json        # needs PyYAML and jsonschema

swagger.json is api/openapi-spec/swagger.json of Kubernetes' sources, of the version that the cluster has.
"""
import json
import pathlib
import sys

import jsonschema
import yaml

if len(sys.argv) != 2:
    sys.exit(__doc__)
definitions = json.load(open(sys.argv[1], encoding="utf-8"))["definitions"]
for definition in definitions.values():
    # Like 'kubectl apply --validate=strict': a field of another name is an error.
    if "properties" in definition:
        definition.setdefault("additionalProperties", False)
kinds = {
    ("/".join(filter(None, (kind["group"], kind["version"]))), kind["kind"]): name
    for name, definition in definitions.items()
    for kind in definition.get("x-kubernetes-group-version-kind", [])
}
wrong = 0
for file in sorted(pathlib.Path(__file__).parent.glob("*.yaml")):
    for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
        kind = (document["apiVersion"], document["kind"])
        if kind not in kinds:
            print(f"{file.name}: there is no {kind[1]} in {kind[0]}")
            wrong += 1
            continue
        schema = {"$ref": f"#/definitions/{kinds[kind]}", "definitions": definitions}
        errors = list(jsonschema.Draft4Validator(schema).iter_errors(document))
        for error in errors:
            print(f"{file.name}: {kind[1]}: {'.'.join(map(str, error.absolute_path))}: {error.message}")
        wrong += len(errors)
        print(f"{file.name}: {kind[1]} {document['metadata']['name']}: {len(errors)} errors")
sys.exit(1 if wrong else 0)
