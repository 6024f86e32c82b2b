/** Runs jobs one after another; a job that fails does not stop the next. */
export type Lane = <Result>(job: () => Promise<Result>) => Promise<Result>;

/** A lane of its own. */
export function createLane(): Lane {
  let tail: Promise<unknown> = Promise.resolve();
  return (job) => {
    const done = tail.then(job, job);
    tail = done.catch(() => {});
    return done;
  };
}
