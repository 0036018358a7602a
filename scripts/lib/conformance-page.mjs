/**
 * docs/scim-conformance.md: each demand with its place, and what becomes of those that no request shows.
 *
 * @param {readonly { rfc: number, section: string, level: string, says: string }[]} asked
 * @param {readonly { rfc: number, section: string, level: string, says: string, why: string }[]} unasked
 */
export function conformancePage(asked, unasked) {
  const place = (/** @type {{ rfc: number, section: string }} */ { rfc, section }) =>
    `[${rfc} §${section}](https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section})`;
  const text = (/** @type {string} */ value) => value.replaceAll('|', '\\|');
  const levels = [...new Set(asked.map(({ level }) => level))];
  const counts = levels.map((level) => `${asked.filter((one) => one.level === level).length} ${level}`);
  return `# Conformance to SCIM 2.0

Made by \`npm run docs\` from \`test/conformance/scim\`: do not edit it. What RFC 7643 and RFC 7644 demand of a service
provider, in our words. Each line of the first table is a test of \`test/integration/scim/conformance.test.ts\` that sends
the requests and looks at the answers: ${asked.length} in all, ${counts.join(', ')}.

| RFC | level | demand |
|---|---|---|
${asked.map((one) => `| ${place(one)} | ${one.level} | ${text(one.says)} |`).join('\n')}

## Not asked

| RFC | level | demand | why |
|---|---|---|---|
${unasked.map((one) => `| ${place(one)} | ${one.level} | ${text(one.says)} | ${text(one.why)} |`).join('\n')}
`;
}
