import type { ApiRecord } from '../../store/apis.ts';
import { isParameter, matchesSegments } from './templates.ts';

type Operation = ApiRecord['definition']['operations'][number];

/** All operations of an API at one path template. */
export interface Resource {
  readonly template: string;
  readonly segments: readonly string[];
  readonly methods: readonly string[];
  readonly operations: ReadonlyMap<string, Operation>;
}

/** One version of an API, ready to be matched. */
export interface Route {
  readonly api: ApiRecord;
  /** `/<id>/<version>`. */
  readonly base: string;
  readonly templates: readonly string[];
  /** Most specific first: literal segments win over parameters. */
  readonly resources: readonly Resource[];
}

/** Where a path leads. What is missing was not found. */
export interface RouteMatch {
  readonly context: string;
  readonly version: string;
  readonly versions: readonly string[];
  readonly route?: Route;
  /** The path behind the base, which the backend gets. */
  readonly rest: string;
  readonly resource?: Resource;
}

/** The published APIs, compiled once for each change of the configuration. */
export class RouteTable {
  readonly #routes = new Map<string, Map<string, Route>>();
  /** Ids of the published APIs. */
  readonly contexts: readonly string[];

  constructor(apis: readonly ApiRecord[]) {
    for (const api of apis) {
      const versions = this.#routes.get(api.id) ?? new Map<string, Route>();
      versions.set(api.version, compile(api));
      this.#routes.set(api.id, versions);
    }
    this.contexts = [...this.#routes.keys()];
  }

  /** Matches a normalised path. */
  match(path: string): RouteMatch {
    const segments = path.split('/');
    const context = segments[1] ?? '';
    const version = segments[2] ?? '';
    const versions = this.#routes.get(context);
    const route = versions?.get(version);
    const found = { context, version, versions: versions ? [...versions.keys()] : [] };
    if (!route) return { ...found, rest: path };
    const inside = ['', ...segments.slice(3)];
    const rest = inside.length === 1 ? '/' : inside.join('/');
    const wanted = inside.length === 1 ? ['', ''] : inside;
    const resource = route.resources.find((candidate) => matchesSegments(candidate.segments, wanted));
    return { ...found, route, rest, resource };
  }
}

function compile(api: ApiRecord): Route {
  const byTemplate = new Map<string, Map<string, Operation>>();
  for (const operation of api.definition.operations) {
    const operations = byTemplate.get(operation.path) ?? new Map<string, Operation>();
    operations.set(operation.method.toUpperCase(), operation);
    byTemplate.set(operation.path, operations);
  }
  const resources = [...byTemplate].map(([template, operations]) => ({
    template,
    segments: template.split('/'),
    methods: [...operations.keys()],
    operations,
  }));
  resources.sort((a, b) => parameters(a.segments) - parameters(b.segments));
  return {
    api,
    base: `/${api.id}/${api.version}`,
    templates: resources.map((resource) => resource.template),
    resources,
  };
}

function parameters(segments: readonly string[]): number {
  return segments.filter(isParameter).length;
}
