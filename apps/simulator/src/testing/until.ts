/** Waits until a condition holds, looking often; throws with what was awaited after a bound. */
export async function until(condition: () => unknown, milliseconds = 8000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Not so within ${milliseconds} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
