/**
 * The page of all rules, from the tables in the code.
 * @param {{ rule: string, part: string, title: string, standard: string, next: string, answer: string }[]} rules
 * @returns {string} Markdown
 */
export function rulesPage(rules) {
  const parts = [...new Set(rules.map(({ part }) => part))];
  const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');
  const sections = parts.map((part) => {
    const rows = rules
      .filter((rule) => rule.part === part)
      .map(
        ({ rule, title, standard, answer, next }) =>
          `| \`${rule}\` | ${cell(title)} | ${cell(standard)} | \`${cell(answer)}\` | ${cell(next)} |`,
      );
    return [
      `## ${part}`,
      '',
      '| rule | what holds when it is kept | standard | answer when it is not | what to do |',
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return `# Rules

Every rule by which a part of the sandbox can turn a request away: ${rules.length} in all. Each denial in the event log
ends in exactly one of them. Made from the tables in the code by \`npm run docs\`; a test fails when this page is stale,
and another provokes each rule.

An answer is the status and, where it carries one, the error or code. 303 is the redirect that brings an error to the
application; a bare status is a page, or an answer whose form has no error (introspection says \`active: false\`).

${sections.join('\n\n')}
`;
}
