import type { Refused } from './provocations.ts';
import { parseAnswer, rawRequest } from './raw-request.ts';

/** Reads a refusal from a `fetch`. */
export async function refused(answer: Response | Promise<Response>): Promise<Refused> {
  const response = await answer;
  const { status, headers } = response;
  return { status, headers, problem: (await response.json()) as Record<string, unknown> };
}

/** Sends bytes and reads the refusal. */
export async function refusedRaw(port: number, bytes: string): Promise<Refused> {
  const answer = await rawRequest(port, bytes);
  const head = answer.slice(0, answer.indexOf('\r\n\r\n')).split('\r\n').slice(1);
  const headers = new Headers(head.map((line) => line.split(/:\s*(.*)/s).slice(0, 2) as [string, string]));
  return { ...parseAnswer(answer), headers };
}
