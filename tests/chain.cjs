// Computes a chain of records anew, by nothing but SHA-256 and RFC 8785: node chain.cjs FILE ORIGIN
// FILE is what `cchc-rules records export --chain` writes. Prints the last number and seal, or what does not fit.
const { createHash } = require("crypto");
const { readFileSync } = require("fs");

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

// JSON.stringify escapes as RFC 8785 asks, and sort() compares UTF-16 code units; there are no numbers to write.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const parts = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${parts.join(",")}}`;
}

const [file, origin] = process.argv.slice(2);
let previous = origin, number = 0;
for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
  const link = JSON.parse(line);
  number += 1;
  const fail = (why) => { console.log(`${number}: ${why}`); process.exit(1); };
  if (link.number !== number) fail("the number");
  const content = link.content === null ? link.digest : sha256(canonical(link.content));
  if (content !== link.digest) fail("the content");
  for (const [part, words] of Object.entries(link.words)) {
    if (sha256(canonical(words)) !== link.content[part]) fail(`the words of ${part}`);
  }
  const seal = sha256(canonical({ content, number: String(number), previous }));
  if (seal !== link.seal) fail("the seal");
  previous = seal;
}
console.log(`${number} ${previous}`);
