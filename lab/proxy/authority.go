package proxy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"net"
	"sync"
	"time"
)

// Authority is the lab's own certificate authority. It lives in memory and for one run: a browser is
// told to trust it by Pin, and nothing else does.
type Authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate

	mu     sync.Mutex
	leaves map[string]*tls.Certificate // by host
}

// validity is how long certificates hold, to either side of now: a page's clock may have been moved.
const validity = 30 * 24 * time.Hour

// NewAuthority makes an authority with a key of its own.
func NewAuthority() (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a certificate authority: %w", err)
	}
	return authority(key)
}

func authority(key *ecdsa.PrivateKey) (*Authority, error) {
	template := certificate(1, "replaylab")
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("make a certificate authority: %w", err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil, fmt.Errorf("make a certificate authority: %w", err)
	}
	return &Authority{key: key, cert: cert, leaves: map[string]*tls.Certificate{}}, nil
}

// Parse reads what Marshal wrote, for another process of the same run.
func Parse(data []byte) (*Authority, error) {
	key, err := x509.ParseECPrivateKey(data)
	if err != nil {
		return nil, fmt.Errorf("read a certificate authority: %w", err)
	}
	return authority(key)
}

// Marshal writes the authority down for other processes of the same run, which share its browser.
func (a *Authority) Marshal() ([]byte, error) {
	data, err := x509.MarshalECPrivateKey(a.key)
	if err != nil {
		return nil, fmt.Errorf("write a certificate authority down: %w", err)
	}
	return data, nil
}

// Flag is the argument with which a Chromium trusts the authority.
func (a *Authority) Flag() string {
	sum := sha256.Sum256(a.cert.RawSubjectPublicKeyInfo)
	return "--ignore-certificate-errors-spki-list=" + base64.StdEncoding.EncodeToString(sum[:])
}

// leaf is a certificate for a host.
func (a *Authority) leaf(host string) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if c := a.leaves[host]; c != nil {
		return c, nil
	}
	template := certificate(int64(len(a.leaves)+2), host)
	template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, a.cert, a.key.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("make a certificate for %s: %w", host, err)
	}
	c := &tls.Certificate{Certificate: [][]byte{raw, a.cert.Raw}, PrivateKey: a.key}
	a.leaves[host] = c
	return c, nil
}

func certificate(serial int64, name string) *x509.Certificate {
	now := time.Now()
	if len(name) > 64 {
		name = name[:64] // the most that a common name may have
	}
	return &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-validity), NotAfter: now.Add(validity)}
}
