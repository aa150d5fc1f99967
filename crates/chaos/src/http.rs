//! Requests and their answers.

use crate::{
    Chance, Fault, bytes,
    message::{Message, Rest},
    proxy::{Shared, Way},
};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};

/// How often bytes are passed on that are held back.
const DRIP: Duration = Duration::from_millis(10);

/// A connection to the one behind the proxy.
struct Behind {
    stream: TcpStream,
    rest: Rest,
}

impl Behind {
    async fn open(target: SocketAddr) -> io::Result<Behind> {
        let stream = TcpStream::connect(target).await?;
        stream.set_nodelay(true)?;
        Ok(Behind { stream, rest: Rest::default() })
    }

    async fn ask(&mut self, request: &[u8]) -> io::Result<Message> {
        self.stream.write_all(request).await?;
        self.rest.answer(&mut self.stream, request.starts_with(b"HEAD ")).await
    }
}

pub(crate) async fn carry(mut from: TcpStream, shared: &Arc<Shared>) -> io::Result<()> {
    let mut rest = Rest::default();
    if rest.is_http2(&mut from).await? {
        return bytes::carry(from, rest.take_all(), shared).await;
    }
    let mut behind: Option<Behind> = None;
    while let Some(request) = rest.request(&mut from).await? {
        let (fault, mut chance) = shared.next();
        let answer = there(&request, fault, &mut chance, &mut behind, shared).await?;
        shared.passes(Way::Back).await;
        back(&mut from, &answer.bytes, fault, &mut chance).await?;
        if answer.is_last {
            behind = None;
        }
        if answer.is_last || request.is_last {
            return from.shutdown().await;
        }
    }
    Ok(())
}

/// The connection is cut.
fn cut<T>() -> io::Result<T> {
    Err(io::ErrorKind::ConnectionAborted.into())
}

/// Passes a request on, and waits for its answer.
async fn there(
    request: &Message,
    fault: Option<Fault>,
    chance: &mut Chance,
    behind: &mut Option<Behind>,
    shared: &Arc<Shared>,
) -> io::Result<Message> {
    match fault {
        Some(Fault::Drop) => return cut(),
        Some(Fault::Hang(time)) => {
            sleep(time).await;
            return cut();
        }
        Some(Fault::Delay { least, most }) => sleep(late(chance, least, most)).await,
        _ => {}
    }
    shared.passes(Way::There).await;
    if fault == Some(Fault::CutRequest) {
        let mut half = Behind::open(shared.target()).await?;
        half.stream.write_all(&request.bytes[..request.bytes.len() / 2]).await?;
        half.stream.shutdown().await?;
        return cut();
    }
    let answer = asked(request, behind, shared).await?;
    match fault {
        Some(Fault::LoseAnswer) => cut(),
        Some(Fault::SendTwice) => asked(request, behind, shared).await,
        Some(Fault::SendAgainLater(after)) => {
            let (bytes, shared) = (request.bytes.clone(), shared.clone());
            tokio::spawn(async move {
                sleep(after).await;
                // who sent it has long gone, so nobody hears how it went
                if let Ok(mut again) = Behind::open(shared.target()).await {
                    drop(again.ask(&bytes).await);
                }
            });
            Ok(answer)
        }
        _ => Ok(answer),
    }
}

/// Asks on the connection that is kept, or a new one. One that was closed meanwhile is the proxy's own affair.
async fn asked(request: &Message, behind: &mut Option<Behind>, shared: &Shared) -> io::Result<Message> {
    if let Some(mut kept) = behind.take()
        && is_alive(&kept.stream)
    {
        let answer = kept.ask(&request.bytes).await?;
        *behind = (!answer.is_last).then_some(kept);
        return Ok(answer);
    }
    let mut fresh = Behind::open(shared.target()).await?;
    let answer = fresh.ask(&request.bytes).await?;
    *behind = (!answer.is_last).then_some(fresh);
    Ok(answer)
}

/// Whether the other side has not closed it; what it says without being asked counts as that.
fn is_alive(stream: &TcpStream) -> bool {
    let mut one = [0];
    matches!(stream.try_read(&mut one), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
}

/// Passes an answer on.
async fn back(to: &mut TcpStream, answer: &[u8], fault: Option<Fault>, chance: &mut Chance) -> io::Result<()> {
    match fault {
        Some(Fault::CutAnswer) => {
            to.write_all(&answer[..answer.len() / 2]).await?;
            to.flush().await?;
            cut()
        }
        Some(Fault::AnswerTwice) => {
            to.write_all(answer).await?;
            to.write_all(answer).await
        }
        Some(Fault::Delay { least, most }) => {
            sleep(late(chance, least, most)).await;
            to.write_all(answer).await
        }
        Some(Fault::Throttle(bytes_per_second)) => dripped(to, answer, bytes_per_second).await,
        _ => to.write_all(answer).await,
    }
}

pub(crate) fn late(chance: &mut Chance, least: Duration, most: Duration) -> Duration {
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    Duration::from_micros(chance.between(micros(least), micros(most)))
}

/// Writes so many bytes a second.
pub(crate) async fn dripped(
    to: &mut (impl AsyncWriteExt + Unpin),
    bytes: &[u8],
    bytes_per_second: u32,
) -> io::Result<()> {
    let most = (u128::from(bytes_per_second) * DRIP.as_millis() / 1_000).max(1);
    for part in bytes.chunks(usize::try_from(most).unwrap_or(1)) {
        to.write_all(part).await?;
        to.flush().await?;
        sleep(DRIP).await;
    }
    Ok(())
}
