import { z } from 'zod';
import { extensionSchema } from '../../contract/extensions.ts';
import { closed } from '../format/validate.ts';
import { defineVerb, done } from './verb.ts';

/** Keeps a script: an endpoint of one's own, or a handler on an event of the directory. */
export const extensionSet = defineVerb({
  name: 'extension.set',
  schema: closed('extension.set', { extension: extensionSchema }),
  label: ({ extension }) => `${extension.enabled ? 'Switch on' : 'Keep'} “${extension.title}”`,
  mentions: () => ({}),
  async play({ extension }, { verbs }) {
    await verbs.saveExtension(extension);
    return done(`“${extension.title}” is ${extension.enabled ? 'on' : 'kept, and off'}.`);
  },
});

/** Takes a script away, if there is one. */
export const extensionRemove = defineVerb({
  name: 'extension.remove',
  schema: closed('extension.remove', { id: z.string().min(1).max(40) }),
  label: ({ id }) => `Remove the script ${id}`,
  mentions: () => ({}),
  async play({ id }, { verbs }) {
    await verbs.removeExtension(id);
    return done(`There is no script ${id}.`);
  },
});
