import { useState } from 'react';
import type { MethodOutput } from '../../src-main/contract/methods.ts';
import { gatehouse } from '../store/sandbox.ts';
import { showNewFlow } from '../store/selection.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import { type RequestDraft, RequestForm } from './RequestForm.tsx';
import classes from './RequestView.module.css';
import { ResponseView } from './ResponseView.tsx';

/** The request builder: a call to an API through the gateway, and what came back. */
export function RequestView() {
  const [response, setResponse] = useState<MethodOutput<'requests.send'>>();
  const send = useAction(async (draft: RequestDraft) => {
    const answer = await gatehouse().call('requests.send', draft);
    setResponse(answer);
    if (answer.flow) showNewFlow(answer.flow, answer.span);
  });
  return (
    <div className={classes.view}>
      <RequestForm busy={send.busy} onSend={send.run} />
      {send.error && <ErrorNote error={send.error} onDismiss={send.clear} />}
      {response && <ResponseView response={response} />}
    </div>
  );
}
