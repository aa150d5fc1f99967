//! Connections of which nothing is understood.
//!
//! A connection is cut, or falls silent, after so many bytes as chance says, which is soon enough to hit a handshake and
//! late enough to hit work. That something is said twice means nothing here: such a connection is passed on as it is.

use crate::{
    Chance, Fault,
    http::{dripped, late},
    proxy::{Shared, Way},
};
use std::{io, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    time::sleep,
};

/// The most bytes that pass before a connection is cut or falls silent.
const MOST_BEFORE: u64 = 16 * 1024;

/// What happens to the bytes of one way.
#[derive(Clone, Copy)]
struct Treatment {
    delay: Option<(Duration, Duration)>,
    bytes_per_second: Option<u32>,
    /// What happens after so many bytes.
    end: Option<(u64, End)>,
}

#[derive(Clone, Copy)]
enum End {
    Cut,
    /// Nothing is said any more for so long, then it is cut.
    Silence(Duration),
}

/// Passes bytes on, `first` before all.
pub(crate) async fn carry(from: TcpStream, first: Vec<u8>, shared: &Shared) -> io::Result<()> {
    let (fault, mut chance) = shared.next();
    if fault == Some(Fault::Drop) {
        return Ok(());
    }
    shared.passes(Way::There).await;
    let behind = TcpStream::connect(shared.target()).await?;
    behind.set_nodelay(true)?;
    let (from_read, from_write) = from.into_split();
    let (behind_read, mut behind_write) = behind.into_split();
    behind_write.write_all(&first).await?;
    let (there, back) = treatments(fault, &mut chance);
    let (chance_there, chance_back) = (Chance::new(chance.number()), Chance::new(chance.number()));
    tokio::try_join!(
        pump(from_read, behind_write, Way::There, there, chance_there, shared),
        pump(behind_read, from_write, Way::Back, back, chance_back, shared)
    )?;
    Ok(())
}

fn treatments(fault: Option<Fault>, chance: &mut Chance) -> (Treatment, Treatment) {
    let plain = Treatment { delay: None, bytes_per_second: None, end: None };
    let after = chance.between(1, MOST_BEFORE);
    let (mut there, mut back) = (plain, plain);
    match fault {
        Some(Fault::Delay { least, most }) => {
            (there.delay, back.delay) = (Some((least, most)), Some((least, most)));
        }
        Some(Fault::CutRequest) => there.end = Some((after, End::Cut)),
        Some(Fault::CutAnswer | Fault::LoseAnswer) => back.end = Some((after, End::Cut)),
        Some(Fault::Hang(time)) => back.end = Some((after, End::Silence(time))),
        Some(Fault::Throttle(most)) => back.bytes_per_second = Some(most),
        Some(Fault::Drop | Fault::SendTwice | Fault::SendAgainLater(_) | Fault::AnswerTwice) | None => {}
    }
    (there, back)
}

/// Passes bytes one way until there are none, or the connection is to end; an error ends the other way as well.
async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    way: Way,
    treatment: Treatment,
    mut chance: Chance,
    shared: &Shared,
) -> io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    let mut passed = 0;
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        if let Some((least, most)) = treatment.delay {
            sleep(late(&mut chance, least, most)).await;
        }
        shared.passes(way).await;
        let left = treatment.end.map_or(u64::MAX, |(after, _)| after.saturating_sub(passed));
        let most = read.min(usize::try_from(left).unwrap_or(usize::MAX));
        match treatment.bytes_per_second {
            Some(rate) => dripped(&mut to, &buffer[..most], rate).await?,
            None => to.write_all(&buffer[..most]).await?,
        }
        passed += most as u64;
        if let Some((after, end)) = treatment.end
            && passed >= after
        {
            if let End::Silence(time) = end {
                sleep(time).await;
            }
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
    }
}
