/** `chat.user_joined` is `ChatUserJoined`. */
export function pascalCase(text: string): string {
  const words = text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '');
  const name = words
    .map((word) => word.charAt(0).toUpperCase() + (/^[A-Z\d]+$/.test(word) ? word.slice(1).toLowerCase() : word.slice(1)))
    .join('');
  return /^[A-Z]/.test(name) ? name : `Message${name}`;
}
