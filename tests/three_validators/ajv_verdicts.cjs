// Verdicts of ajv, strict, without any plugin. Reads {"schemas": {path: schema}, "cases": [[path, instance], …]}
// from standard input, writes {"broken": {path: message}, "verdicts": [true, false, …]}.
"use strict";
const Ajv = require("ajv/dist/2020").default;

const { schemas, cases } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const validators = new Map();
const broken = {};
for (const [path, schema] of Object.entries(schemas)) {
  try {
    // strictTypes would have every piece of an allOf or an if say its type again; ajv itself only logs it by default.
    validators.set(path, new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(schema));
  } catch (error) {
    broken[path] = error.message;
  }
}
const verdicts = cases.map(([path, instance]) => (validators.has(path) ? validators.get(path)(instance) : null));
process.stdout.write(JSON.stringify({ broken, verdicts }));
