declare module 'virtual:licences' {
  /** The packages that ship with the pages, by name. */
  const licences: readonly { name: string; version: string; licence: string; text: string }[];
  export default licences;
}
