/** An expression that cannot be read, or whose value cannot be found. `offset`: where in it, if that is known. */
export class ExpressionError extends Error {
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(message);
    this.name = 'ExpressionError';
    this.offset = offset;
  }
}
