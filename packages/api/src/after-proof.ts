import { AppError, kernelErrors } from '@recado/core/kernel';

/**
 * What a request does long after its session was proved. Its token may have had a successor meanwhile, which elsewhere is the sign of a copy and
 * here is none: nothing is done, and whoever asks again has the token of now, or learns there that it is dead. Throws kernel.tookTooLong.
 */
export async function afterProof<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && ['none', 'reuse'].includes(String(error.params.reason)))
      throw kernelErrors.tookTooLong();
    throw error;
  }
}
