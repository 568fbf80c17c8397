// Compiles heard.scss and writes the sheet with a first line that says what it was made from.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const sources = ["heard.scss", ...readdirSync("partials").sort().map((name) => `partials/${name}`)];
const hash = createHash("sha256");
for (const name of sources) hash.update(name).update("\n").update(readFileSync(name));
const { version } = JSON.parse(readFileSync("node_modules/govuk-frontend/package.json"));
const { css } = compile("heard.scss", { loadPaths: ["node_modules"], style: "compressed", quietDeps: true });
const sheet = `/* govuk-frontend ${version}; sources sha256 ${hash.digest("hex")} */\n${css.replace(/^\uFEFF/, "").replace('@charset "UTF-8";', "")}\n`;
writeFileSync("../static/design/heard.css", sheet);
console.log(`heard.css: ${sheet.length} bytes`);
