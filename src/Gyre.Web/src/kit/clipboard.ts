/** Copies text. Without a secure context (http on a name other than localhost) there is no clipboard API: false then. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
