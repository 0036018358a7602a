import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { snapshotSchema } from '../contract/status.ts';
import { personaCookieSchema, personaProfileSchema } from '../contract/worker.ts';
import { unfit } from '../store/foreign-state.ts';

/** Version of the file format. */
const FORMAT = 1;
/** A file may grow to this size when it is unpacked, bytes: a bomb ends here. */
const MOST_BYTES = 64 * 1024 * 1024;

const ownHost = z.enum(['localhost', '127.0.0.1']);

/** Profiles from elsewhere may hold cookies for the sandbox's own names alone. */
const foreignProfileSchema = personaProfileSchema
  .omit({ url: true })
  .extend({ cookies: z.array(personaCookieSchema.extend({ host: ownHost })) });

const contentSchema = z.object({
  gatehouse: z.literal('snapshot'),
  format: z.literal(FORMAT),
  snapshot: snapshotSchema,
  profiles: z.array(foreignProfileSchema).max(100),
  /** SHA-256 of the database, hex. */
  digest: z.string(),
  /** The SQLite database of the state, base64. */
  state: z.string(),
});

/** What a snapshot file holds. */
export interface SnapshotContent {
  snapshot: z.infer<typeof snapshotSchema>;
  profiles: z.infer<typeof personaProfileSchema>[];
  state: Buffer;
}

/** Packs a snapshot into one file: JSON, compressed (RFC 1952). Which page a persona had open stays out of it. */
export function packSnapshot({ snapshot, profiles, state }: SnapshotContent): Buffer {
  const content: z.input<typeof contentSchema> = {
    gatehouse: 'snapshot',
    format: FORMAT,
    snapshot,
    profiles: profiles.map(({ url: _, ...profile }) => profile) as z.input<typeof foreignProfileSchema>[],
    digest: sha256(state),
    state: state.toString('base64'),
  };
  return gzipSync(JSON.stringify(content));
}

/** Reads a snapshot file as what it may be: hostile. The database itself is not looked at. Throws `snapshot.unfit`. */
export function unpackSnapshot(file: Buffer): SnapshotContent {
  const parsed = contentSchema.safeParse(jsonIn(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unfit(
      `its content does not fit at ${issue?.path.join('.') || 'the top'} (${issue?.message ?? 'unknown'})`,
    );
  }
  const { snapshot, profiles, digest } = parsed.data;
  const state = Buffer.from(parsed.data.state, 'base64');
  if (sha256(state) !== digest) throw unfit('its state is not the one that was saved');
  return { snapshot, profiles, state };
}

function jsonIn(file: Buffer): unknown {
  let text: string;
  try {
    text = gunzipSync(file, { maxOutputLength: MOST_BYTES }).toString('utf8');
  } catch (error) {
    throw unfit('it cannot be unpacked, or unpacks to more than a snapshot is', error);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unfit('what it holds is no JSON', error);
  }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
