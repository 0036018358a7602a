import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * The build turns a file that is imported with `?inline` into a data URL, and one with `?raw` into its text; a subject that
 * runs from the sources needs the same.
 *
 * @type {Record<string, (file: string) => string>}
 */
const FORMS = {
  '?inline': (file) => `data:application/octet-stream;base64,${readFileSync(file).toString('base64')}`,
  '?raw': (file) => readFileSync(file, 'utf8'),
};

registerHooks({
  load(url, context, next) {
    const { search } = new URL(url);
    const form = FORMS[search];
    if (!form) return next(url, context);
    const source = `export default ${JSON.stringify(form(fileURLToPath(url.slice(0, -search.length))))};`;
    return { format: 'module', source, shortCircuit: true };
  },
});
