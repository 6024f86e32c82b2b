type Asked<Row> = PromiseLike<readonly Row[]> & { cancel(): void };

/** Postgres's code of a statement that was called off. */
const CALLED_OFF = '57014';

/** The rows of a statement, or null when it was called off because it had not answered within `withinMs`: the server works on for nobody. */
export async function answerInTime<Row>(asked: Asked<Row>, withinMs: number): Promise<readonly Row[] | null> {
  const late = setTimeout(() => asked.cancel(), withinMs);
  try {
    return await asked;
  } catch (error) {
    if ((error as { code?: string }).code === CALLED_OFF) return null;
    throw error;
  } finally {
    clearTimeout(late);
  }
}
