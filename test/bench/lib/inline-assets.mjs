import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// The build turns a file that is imported with `?inline` into a data URL; a subject that runs from the sources needs the same.
registerHooks({
  load(url, context, next) {
    if (!url.endsWith('?inline')) return next(url, context);
    const base64 = readFileSync(fileURLToPath(url.slice(0, -'?inline'.length))).toString('base64');
    const source = `export default ${JSON.stringify(`data:application/octet-stream;base64,${base64}`)};`;
    return { format: 'module', source, shortCircuit: true };
  },
});
