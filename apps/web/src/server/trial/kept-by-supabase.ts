type Project = { url: string; secretKey: string };
let project: Project | null = null;

/** Has every front door of this file's tests keep passwords in a project of Supabase, unless it is told otherwise. */
export function keepPasswordsIn(given: Project): void {
  project = given;
}

export const projectOfTheFile = (): Project | null => project;
