//! The way to Discord itself: a proxy that takes `CONNECT discord.com:443` and leads to the local Discord, over TLS.
//!
//! A bot with no other server set goes to https://discord.com, with serenity's rate limiter on; only so is that path under
//! test. The proxy's certificate is made for the occasion, and the bot trusts it as an operator's machine trusts a company's.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{self, AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::Discord;
use super::bot::Setup;

/// The only host that is led anywhere.
const HOST: &str = "discord.com";

/// A proxy to the local Discord; it ends with its owner.
pub(crate) struct Tunnel {
    address: SocketAddr,
    /// The proxy's certificate, as PEM.
    certificate: String,
    server: tokio::task::JoinHandle<()>,
}

impl Discord {
    /// Opens a tunnel that ends at this Discord.
    pub(crate) async fn tunnel(&self) -> Tunnel {
        let made = rcgen::generate_simple_self_signed([HOST.to_owned()])
            .expect("a certificate for one host can be made");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let tls = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .expect("the certificate and its key belong together");
        let acceptor = TlsAcceptor::from(Arc::new(tls));
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback has a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let discord = self.hub.address;
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                // A line that breaks is the bot's to notice.
                tokio::spawn(async move { lead(stream, &acceptor, discord).await });
            }
        });
        Tunnel {
            address,
            certificate: made.cert.pem(),
            server,
        }
    }
}

impl Tunnel {
    /// The bot as an operator runs it: no other server is set, and the way out is a proxy.
    pub(crate) fn through(&self, setup: Setup) -> Setup {
        let certificate = setup.file("proxy.pem", &self.certificate);
        setup
            .without("NEWSDESK_DISCORD_API")
            .env("HTTPS_PROXY", &format!("http://{}", self.address))
            .env("SSL_CERT_FILE", &certificate)
    }
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn lead(stream: TcpStream, acceptor: &TlsAcceptor, discord: SocketAddr) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let mut first = String::new();
    stream.read_line(&mut first).await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 2 {
        line.clear();
    }
    if !first.starts_with(&format!("CONNECT {HOST}:443 ")) {
        return stream
            .write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
            .await;
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    let mut inside = acceptor.accept(stream).await?;
    let mut outside = TcpStream::connect(discord).await?;
    outside.set_nodelay(true)?;
    io::copy_bidirectional(&mut inside, &mut outside).await?;
    Ok(())
}
