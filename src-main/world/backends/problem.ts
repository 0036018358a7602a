import type { Response } from 'express';
import type { JsonObject } from '../../contract/json.ts';

/** An error of an API, told as Problem Details (RFC 9457). `code` names the rule that settled it. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly members: JsonObject;

  constructor(status: number, code: string, title: string, detail: string, members: JsonObject = {}) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.title = title;
    this.members = members;
  }
}

/** Sends Problem Details (RFC 9457 §3). */
export function sendProblem(res: Response, problem: Problem): void {
  res
    .status(problem.status)
    .type('application/problem+json')
    .json({
      type: 'about:blank',
      title: problem.title,
      status: problem.status,
      detail: problem.message,
      code: problem.code,
      ...problem.members,
    });
}
