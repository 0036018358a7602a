/** How a reset asks, and what it says when it is done. */
export interface ResetWords {
  /** Its entry in the menu. */
  item: string;
  title: string;
  /** What is lost, and what is kept. */
  question: string;
  confirm: string;
  done: string;
}

export const RESET_STEP: ResetWords = {
  item: 'This step…',
  title: 'Reset this step?',
  question:
    'The world goes back to how it was when this step began. Sessions, tokens, settings and the clock since then are lost, and so are this step’s checks and answers. Points and the log are kept.',
  confirm: 'Reset the step',
  done: 'The world is as it was when this step began. The log goes on.',
};

export const UNSOLVE: ResetWords = {
  item: 'Only my pass of this step…',
  title: 'Forget that you passed this step?',
  question:
    'Its checks, answers, hints and points are forgotten, and what happens from now on counts. The world stays as it is.',
  confirm: 'Forget the pass',
  done: 'The step can be passed anew. The world is as it was.',
};

export const RESET_LAB: ResetWords = {
  item: 'This lab…',
  title: 'Reset this lab?',
  question:
    'The world goes back to how this lab began. What you did since is lost, and so are the passes, answers, hints and points of this lab. The log and the snapshots that you took are kept.',
  confirm: 'Reset the lab',
  done: 'The lab begins anew. The log goes on.',
};

export const RESET_PACK: ResetWords = {
  item: 'All labs of this pack…',
  title: 'Reset all labs of this pack?',
  question:
    'The passes, answers, hints and points of every lab of this pack are lost. If one of them is open, the world goes back to how it began. The log and the snapshots that you took are kept.',
  confirm: 'Reset the pack',
  done: 'All labs of the pack begin anew. The log goes on.',
};

export const RESET_EVERYTHING: ResetWords = {
  item: 'Everything…',
  title: 'Reset everything?',
  question:
    'The world is again as on the first day: sessions, tokens, changed settings, applications that you connected and the moved clock are lost, and so are passes, answers, hints and points of every lab. The open lab is closed. The log and the snapshots that you took are kept.',
  confirm: 'Reset everything',
  done: 'Everything is as on the first day. The log goes on.',
};
