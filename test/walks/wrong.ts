/** A walk came to where the directory is not as it has to be. */
export class Wrong extends Error {}
