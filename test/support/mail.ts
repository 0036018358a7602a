import { createTransport, type SendMailOptions } from 'nodemailer';

/** Sends a mail as any application would; answers the code of the server's answer, or the code of its refusal. */
export async function sendMail(
  port: number,
  mail: SendMailOptions,
): Promise<{ code: number; answer: string }> {
  const transport = createTransport({ host: '127.0.0.1', port });
  try {
    const { response, rejectedErrors = [] } = await transport.sendMail({
      from: 'shop@shop.example',
      subject: 'Hello',
      text: 'Hello.',
      ...mail,
    });
    // Of several recipients some may be refused, and the mail goes to the others.
    const [refused] = rejectedErrors;
    return { code: refused?.responseCode ?? Number(response.slice(0, 3)), answer: response };
  } catch (error) {
    const { responseCode = 0, message } = error as Error & { responseCode?: number };
    return { code: responseCode, answer: message };
  } finally {
    transport.close();
  }
}
