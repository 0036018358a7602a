/**
 * Imports point one way (docs/architecture.md): contract at the bottom, then events and store, then the
 * domain modules, then labs and trace, then sandbox.ts, then the hosts. The domain modules know one another
 * only through small interfaces that sandbox.ts hands in.
 */
const DOMAIN = ['identity', 'gateway', 'deployment', 'world'];
const HOSTS = '^src-main/(main|cli|command-line|preload)[.]ts$|^src-main/(desktop|web|host)/';
const COMPOSITION = '^src-main/(sandbox|sandbox-parts|sandbox-entry|lab-sandbox|fork|rule-book)[.]ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no bottom to start reading from. Move the shared part below both.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'Every package that is used stands in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-packages-in-the-product',
      comment: 'What ships may use only "dependencies" (electron itself is given by the runtime).',
      severity: 'error',
      from: { path: '^src-main/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/electron/',
      },
    },
    {
      name: 'contract-stands-alone',
      comment: 'contract/ is what a user interface may ask and hear; it imports nothing of ours.',
      severity: 'error',
      from: { path: '^src-main/contract/' },
      to: { path: '^src-(main|renderer)/', pathNot: '^src-main/contract/' },
    },
    {
      name: 'ground-knows-only-the-ground',
      comment: 'events/ and store/ import the contract and one another, nothing above.',
      severity: 'error',
      from: { path: '^src-main/(events|store)/' },
      to: { path: '^src-(main|renderer)/', pathNot: '^src-main/(contract|events|store)/' },
    },
    ...DOMAIN.map((name) => ({
      name: `${name}-knows-only-the-ground`,
      comment: `${name}/ imports contract, events and store; another domain module comes in as an interface from sandbox.ts.`,
      severity: 'error',
      from: { path: `^src-main/${name}/` },
      to: { path: '^src-(main|renderer)/', pathNot: `^src-main/(contract|events|store|${name})/` },
    })),
    ...['labs', 'trace', 'fixes'].map((name) => ({
      name: `${name}-knows-no-domain-module`,
      comment: `${name}/ works on the log and the state: it imports contract, events and store.`,
      severity: 'error',
      from: { path: `^src-main/${name}/` },
      to: { path: '^src-(main|renderer)/', pathNot: `^src-main/(contract|events|store|${name})/` },
    })),
    {
      name: 'forks-know-no-domain-module',
      comment: 'forks/ runs again what fixes/ knows to send: it imports contract, events, store and fixes.',
      severity: 'error',
      from: { path: '^src-main/forks/' },
      to: { path: '^src-(main|renderer)/', pathNot: '^src-main/(contract|events|store|fixes|forks)/' },
    },
    {
      name: 'answers-know-no-domain-module',
      comment:
        'answers/ asks forks by their endpoints and by the contract: it imports contract, events and forks.',
      severity: 'error',
      from: { path: '^src-main/answers/' },
      to: {
        path: '^src-(main|renderer)/',
        pathNot: '^src-main/(contract|events|fixes|forks|answers|trace/views)/',
      },
    },
    {
      name: 'control-knows-no-domain-module',
      comment: 'control/ answers the contract over interfaces that sandbox.ts hands in.',
      severity: 'error',
      from: { path: '^src-main/control/' },
      to: { path: `^src-main/(${DOMAIN.join('|')})/` },
    },
    {
      name: 'below-the-composition-root',
      comment: 'Only a host or an entry imports sandbox.ts.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: `${HOSTS}|${COMPOSITION}` },
      to: { path: `${COMPOSITION}|${HOSTS}` },
    },
    {
      name: 'trace-views-are-pure',
      comment: 'The user interface runs trace/views too: no Node, no store.',
      severity: 'error',
      from: { path: '^src-main/trace/views/' },
      to: {
        path: '^src-main/',
        pathNot: '^src-main/(contract|trace/views)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'sandbox-knows-no-host',
      comment: 'The same sandbox runs in a window, on the command line and in tests.',
      severity: 'error',
      from: { path: COMPOSITION },
      to: { path: HOSTS },
    },
    {
      name: 'hosts-know-the-sandbox-alone',
      comment: 'A host reaches the modules through the contract and sandbox.ts.',
      severity: 'error',
      from: { path: HOSTS },
      to: { path: `^src-main/(${DOMAIN.join('|')})/` },
    },
    {
      name: 'one-database-door',
      comment: 'store/ is the one place that loads the SQLite driver.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/store/' },
      to: { path: 'better-sqlite3', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'renderer-talks-through-the-contract',
      comment: 'The user interface imports src-main/contract and the pure views of src-main/trace/views.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/', pathNot: '^src-main/(contract|trace/views)/' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'The same user interface, with the views of traces, runs in a plain browser.',
      severity: 'error',
      from: { path: '^src-renderer/|^src-main/trace/views/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-imports-no-tests-or-scripts',
      comment: 'Tests and tools know the product, not the other way round.',
      severity: 'error',
      from: { path: '^src-(main|renderer)/' },
      to: { path: '^(test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
