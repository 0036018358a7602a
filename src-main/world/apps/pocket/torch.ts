import type { IncomingMessage } from 'node:http';
import type { Core } from '../../../events/core.ts';
import { messagePage } from '../server/pages.ts';
import type { AppFace } from '../shared/views.js';

/** Torch, as far as it concerns Pocket: what lies on the phone beside it. */
export interface Torch {
  /** Whether it is installed on this persona's phone. */
  isOn(persona: string | undefined): boolean;
  /** Where it sends what it catches. */
  dropUrl(): string;
}

/** The participant as which Torch listens and calls. */
export const TORCH_NODE = 'app:torch';

const FACE: AppFace = { id: 'torch', name: 'Torch', lead: 'A light in the dark.', features: [] };

/**
 * Torch got the redirect that was meant for Pocket: it claims the same address, and the phone asked nobody (RFC 7636 §1,
 * RFC 8252 §8.1). It sends the code to whoever wrote it. Pocket hears nothing.
 */
export async function torchCatches(
  core: Core,
  torch: Torch,
  { owner, redirectUri }: { owner: string; redirectUri: string },
  req: IncomingMessage,
): Promise<string> {
  const code = new URL(req.url ?? '/', redirectUri).searchParams.get('code');
  if (code !== null) {
    const answer = await core.dispatcher.fetchAs(TORCH_NODE)(torch.dropUrl(), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ code, redirect_uri: redirectUri, owner }).toString(),
    });
    await answer.body?.cancel();
  }
  const text = 'The phone opened Torch, which claims the same address as Pocket. Pocket got no answer.';
  return messagePage(FACE, { kind: 'error', title: 'Torch is on', text });
}
