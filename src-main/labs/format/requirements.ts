import { EVENT_VOCABULARY_VERSION } from '../../contract/event-types.ts';
import type { Manifest } from './lab-schema.ts';

/** What this version can do for labs, by the names that packs ask for. */
const CAPABILITIES: ReadonlySet<string> = new Set([
  'idp.authorization-code@1',
  'idp.pkce@1',
  'idp.refresh@1',
  'idp.device@1',
  'idp.dpop@1',
  'idp.lifecycle@1',
  'idp.workflows@1',
  'idp.extensions@1',
  'gw.jwt@1',
  'gw.introspection@1',
  'gw.scope@1',
  'clock@1',
  'snapshots@1',
]);

/** Why the labs of a pack cannot be opened by this version, or undefined when they can. */
export function unmetRequirement(manifest: Manifest, appVersion: string): string | undefined {
  const { app, capabilities, events } = manifest.requires;
  const missing = capabilities.filter((capability) => !CAPABILITIES.has(capability));
  if (missing.length > 0)
    return `It needs ${missing.join(', ')}, which this version of Gatehouse does not have.`;
  if (events !== undefined && events > EVENT_VOCABULARY_VERSION) {
    return `It reads version ${events} of the event log; this version of Gatehouse writes ${EVENT_VOCABULARY_VERSION}.`;
  }
  if (app !== undefined && !satisfies(appVersion, app)) {
    return `It needs Gatehouse ${app}; this is ${appVersion}.`;
  }
  return undefined;
}

/** Whether a range is written as this version understands it. */
export function isVersionRange(range: string): boolean {
  return range
    .trim()
    .split(/\s+/)
    .every((part) => COMPARATOR.test(part));
}

const COMPARATOR = /^(>=|<=|>|<|\^|~|=)?(\d+)\.(\d+)\.(\d+)$/;

/** Semantic-version ranges as packs need them: comparators that must all hold, `^` and `~` included. */
export function satisfies(version: string, range: string): boolean {
  const own = numbersOf(version);
  return range
    .trim()
    .split(/\s+/)
    .every((part) => {
      const match = COMPARATOR.exec(part);
      if (!match) return false;
      const wanted: Triple = [Number(match[2]), Number(match[3]), Number(match[4])];
      const order = compare(own, wanted);
      switch (match[1]) {
        case '>=':
          return order >= 0;
        case '<=':
          return order <= 0;
        case '>':
          return order > 0;
        case '<':
          return order < 0;
        case '^':
          return order >= 0 && compare(own, ceilingOf(wanted)) < 0;
        case '~':
          return order >= 0 && compare(own, [wanted[0], wanted[1] + 1, 0]) < 0;
        default:
          return order === 0;
      }
    });
}

type Triple = readonly [number, number, number];

function ceilingOf([major, minor, patch]: Triple): Triple {
  if (major > 0) return [major + 1, 0, 0];
  return minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1];
}

function numbersOf(version: string): Triple {
  const [major = 0, minor = 0, patch = 0] = (/^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  return [major, minor, patch];
}

function compare(a: Triple, b: Triple): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
