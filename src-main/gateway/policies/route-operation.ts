import { definePolicy, fail, pass } from '../policy.ts';
import { matchesTemplate } from '../routes/templates.ts';

type Inputs = { path: string; templates: string[] };

/** Finds the operations at the path inside the API. */
export const routeOperation = definePolicy<Inputs>({
  rule: 'gw.route.operation',
  gather: ({ match }) => match?.route && { path: match.rest, templates: [...match.route.templates] },
  evaluate: ({ path, templates }) =>
    templates.some((template) => matchesTemplate(template, path))
      ? pass()
      : fail('path', templates, path, `The API has no operation at ${path}.`),
});
