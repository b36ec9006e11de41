// Prints what @asyncapi/parser says of the documents on the command line, as JSON: {file: [diagnostic]}.
import { readFile } from "node:fs/promises";
import { Parser } from "@asyncapi/parser";

const diagnostics = {};
for (const file of process.argv.slice(2)) {
  const { document, diagnostics: found } = await new Parser().parse(await readFile(file, "utf8"), { source: file });
  diagnostics[file] = found.map(({ severity, code, message, path }) => ({ severity, code, message, path: path.join(".") }));
  if (document === undefined && found.length === 0) throw new Error(`${file} was not parsed`);
}
console.log(JSON.stringify(diagnostics));
