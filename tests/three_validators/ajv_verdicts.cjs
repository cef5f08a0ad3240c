// Verdicts of ajv, strict, without any plugin. Reads {"schemas": {path: schema}, "cases": [[path, instance], …]}
// from standard input, writes {"broken": {path: message}, "verdicts": [true, false, …]}.
"use strict";
const Ajv = require("ajv/dist/2020").default;

const { schemas, cases } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const validators = new Map();
const broken = {};
for (const [path, schema] of Object.entries(schemas)) {
  try {
    // Strict with all that belongs to it: strictSchema, strictNumbers, strictTypes, strictTuples and strictRequired.
    validators.set(path, new Ajv({ strict: true, allErrors: true }).compile(schema));
  } catch (error) {
    broken[path] = error.message;
  }
}
const verdicts = cases.map(([path, instance]) => (validators.has(path) ? validators.get(path)(instance) : null));
process.stdout.write(JSON.stringify({ broken, verdicts }));
